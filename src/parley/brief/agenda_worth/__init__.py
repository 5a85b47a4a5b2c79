"""What agendas are worth: their drafts side by side, each wording, and how sure that is."""
