"""Forms of the office: their versions, to whom they are attached, what is sent and how it is reviewed."""
