"""The door of time: jobs that run because a moment came or something is to be told."""
