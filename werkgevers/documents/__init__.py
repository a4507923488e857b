"""Documents of werkgevers: what is printed, sent or given to the administration."""
