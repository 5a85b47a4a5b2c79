"""What a post does with cables: each step in a file, entered in the log before anything leaves."""
