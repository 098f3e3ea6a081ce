"""Long work in the background: progress, stopped by whoever asked, gone on with after a restart."""
