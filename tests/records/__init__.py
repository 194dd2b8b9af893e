"""Tests of pipeline/records."""
