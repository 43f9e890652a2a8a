"""What the project is made of besides its own code: locked versions, their licences, and whether it installs elsewhere."""
