"""What the board types, one file for each thing that is asked. Rules are in the services; here is the reading."""
