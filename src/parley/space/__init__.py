"""Issues and preferences compiled to numbers: outcomes, feasibility, ranks."""
