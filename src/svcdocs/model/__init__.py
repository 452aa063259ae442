"""The words of the tool: plain frozen values that every layer may use."""
