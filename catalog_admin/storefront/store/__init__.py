"""Statements over the views that storefronts read; nothing here can see a draft or another tenant."""
