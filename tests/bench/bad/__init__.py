"""Bad inputs by kind, and what runs them: see tests/bench/bad_inputs.py."""
