"""What the API takes and gives, field by field, with examples; the published schema is made from these."""
