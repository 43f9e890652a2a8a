"""What the project is made of besides its own code: locked versions, licences, and whether it installs elsewhere."""
