"""How an official paper is numbered, laid out and kept: .docx, PDF, print."""
