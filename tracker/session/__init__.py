"""One sitting: the verbs that both front ends call, and the care for the file."""
