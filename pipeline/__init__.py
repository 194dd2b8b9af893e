"""papers-daily: draft checked entries for a log of papers; the command is in cli.py."""
