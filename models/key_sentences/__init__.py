"""Which sentences can be quoted alone, and which hold both sides of a tension: how that is learnt and measured."""
