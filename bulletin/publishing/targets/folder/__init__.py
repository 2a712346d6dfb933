"""A folder of this machine as target: releases beside each other, one of them current."""
