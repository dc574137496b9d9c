global using OptOut;
