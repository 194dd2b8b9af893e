"""Tests of pipeline/arxiv."""
