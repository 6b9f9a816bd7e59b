"""The register of pledges: an application of Django."""
