"""Fakes of the outside world, and papers made for tests."""
