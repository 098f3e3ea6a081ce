"""An invented province that shows it all, made through the commands."""
