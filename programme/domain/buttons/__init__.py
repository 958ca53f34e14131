"""Every button there is, a module a subject. What is pressed is read by the table of routes in handlers/routes.py."""
