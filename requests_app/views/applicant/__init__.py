"""The applicant's pages: draft, papers, sending, follow-up."""
