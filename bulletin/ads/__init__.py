"""Ad slots and the campaigns that fill them.

A build reads the campaigns, selects one for each slot and writes its image.
The address of the image belongs to the slot.
Reason: a campaign starts or ends without a change to any page.
"""
