//! WS-Management and MS-WSMV as sans-IO machines.
