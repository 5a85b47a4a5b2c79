"""The pages: one file for each, with its template beside it; being here is being there."""
