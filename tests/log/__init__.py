"""Tests of pipeline/log."""
