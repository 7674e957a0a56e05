"""Mentions and events to timelines, summaries and what a query means."""
