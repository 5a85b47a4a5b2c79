"""What sources say: their passages, their claims, and where these disagree."""
