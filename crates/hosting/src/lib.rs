//! The traits that join a host, a runspace and whoever runs commands in it.
