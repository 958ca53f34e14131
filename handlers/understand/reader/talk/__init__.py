"""What is said after a report or a question: answers and corrections."""
