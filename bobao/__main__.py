"""What the `bobao` command runs."""

from cli import main

if __name__ == "__main__":
    main()
