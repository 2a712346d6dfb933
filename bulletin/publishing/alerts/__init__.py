"""Tell people about a command that a timer started and that failed.

``channels`` sends a message by mail, webhook or command.
``watch`` runs a command, keeps its lines and sends one message for each series of failures.
"""
