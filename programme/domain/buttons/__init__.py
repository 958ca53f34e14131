"""Every button there is, a module a subject. The table in handlers/pipeline/routes.py says who takes which."""
