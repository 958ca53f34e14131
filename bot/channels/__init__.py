"""One module a channel: what comes in becomes an Inbound, an Outbound goes out."""
