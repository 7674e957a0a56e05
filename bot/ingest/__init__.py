"""What comes from outside: addresses, pages and feeds, fetched by one guarded client."""
