"""Settings, addresses and the two doors: the web server and the command line."""
