"""The built-in checks, one per file; they are registered like any plug-in's."""
