"""The brief: what one party should know at one time, joined from the rooms below and rendered."""
