"""What stands where in a document: fields, parts, documents inside, and what is left over."""
