"""The benchmark rig: any gateway, the same work, every sample matched."""
