"""Orders from what shop systems export, taken into the tables of a shop folder."""
