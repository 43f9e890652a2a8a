"""Which advice is a recommendation, a request or a promise: how that is learnt and measured."""
