"""The door for people with a browser: server-rendered pages over the acts, without a script."""
