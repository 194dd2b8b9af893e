"""papers-daily: draft checked entries for a paper-reading log. The command is `summarize`; see cli.py."""
