"""Tests of pipeline/entry."""
