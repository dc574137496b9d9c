global using OptOut.Tests;
