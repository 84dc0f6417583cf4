"""Pages: who appraises, approves, objects and decides; who keeps the scale and calibrates; who counts."""
