"""Tests of pipeline/check."""
