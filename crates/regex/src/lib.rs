//! Regular expressions with the meaning that .NET gives them.
