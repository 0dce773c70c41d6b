"""The desk at the far end of a line: through OpenSSH's own sshd, on this machine."""
