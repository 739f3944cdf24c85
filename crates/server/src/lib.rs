//! The endpoint: listener, session store, session hosts, configurations.
