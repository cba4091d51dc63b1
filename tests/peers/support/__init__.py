"""What the scenarios stand on: real peers on loopback, the real binary, and a small runner."""
