"""Real servers on loopback, where other projects would mock."""
